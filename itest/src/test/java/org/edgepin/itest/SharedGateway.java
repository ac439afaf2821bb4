// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link Gateway}: one that runs as shipped and that all test
 * classes of a run share. Whoever changes its configuration puts it back.
 *
 * <pre>{@code
 * @ExtendWith(SharedGateway.class)
 * class BoardsTest {
 *     @Test
 *     void showsTheTwin(Gateway gateway) { … }
 * }
 * }</pre>
 */
public final class SharedGateway implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Gateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        // JUnit closes what is in the root's store when all tests have run.
        return test.getRoot()
                .getStore(Namespace.create(SharedGateway.class))
                .computeIfAbsent(Gateway.class, type -> Gateway.start(), Gateway.class);
    }
}
