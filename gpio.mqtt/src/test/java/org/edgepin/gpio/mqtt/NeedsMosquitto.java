// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests against a real Mosquitto. Where it is not installed they are skipped and a warning says
 * so; with {@code CI=true} in the environment its absence is an error.
 */
@Tag("peer")
@ExtendWith(NeedsMosquitto.Condition.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface NeedsMosquitto {

    final class Condition implements ExecutionCondition {

        private static final String INSTALL =
                "needs the broker Mosquitto, which is not installed: apt-get install mosquitto";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Mosquitto.isInstalled()) {
                return ConditionEvaluationResult.enabled("Mosquitto is installed");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(context.getDisplayName() + " " + INSTALL);
            }
            System.getLogger(NeedsMosquitto.class.getName())
                    .log(System.Logger.Level.WARNING, "SKIPPED: " + context.getDisplayName() + " " + INSTALL);
            return ConditionEvaluationResult.disabled(INSTALL);
        }
    }
}
