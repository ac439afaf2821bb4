// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import org.edgepin.gpio.problem.Problem;

/** A request is not carried out. */
final class ProblemException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
