// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests against a program of Debian's. Where it is not installed they are skipped and a warning
 * says so; with {@code CI=true} in the environment its absence is an error.
 */
@ExtendWith(NeedsProgram.Condition.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface NeedsProgram {

    /** Returns the program's name. */
    String value();

    final class Condition implements ExecutionCondition {

        /** Looks a program up; the folders of servers are often not on the path of a user. */
        static Optional<Path> find(String program) {
            return List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin").stream()
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var program = context.getElement()
                    .flatMap(it -> Optional.ofNullable(it.getAnnotation(NeedsProgram.class)))
                    .map(NeedsProgram::value)
                    .orElse("");
            if (program.isEmpty() || find(program).isPresent()) {
                return ConditionEvaluationResult.enabled("what it needs is installed");
            }
            var problem = context.getDisplayName() + " needs " + program
                    + ", which is not installed: .ci/run installs what the tests need";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(problem);
            }
            System.getLogger(NeedsProgram.class.getName()).log(System.Logger.Level.WARNING, "SKIPPED: " + problem);
            return ConditionEvaluationResult.disabled(problem);
        }
    }
}
