// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.Optional;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import org.edgepin.gpio.ConfigurationRefusedException;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem it is that a request met. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static Problem of(Throwable failure, String method, String path) {
        if (failure instanceof ProblemException problem) {
            return problem.problem();
        }
        if (failure instanceof GpioException gpio) {
            return new Problem(type(gpio), String.valueOf(gpio.getMessage()));
        }
        if (failure instanceof ConfigurationRefusedException refused) {
            return refused(refused);
        }
        if (failure instanceof WebApplicationException web) {
            return Problem.ofStatus(web.getResponse().getStatus(), method, path);
        }
        LOG.error("{} {} failed", method, path, failure);
        return Problem.ofStatus(500, method, path);
    }

    private static Problem.Type type(GpioException failure) {
        return switch (failure.kind()) {
            case NO_SUCH_PIN -> Problem.Type.NO_SUCH_PIN;
            case NOT_CONFIGURED -> Problem.Type.NOT_CONFIGURED;
            case NOT_CAPABLE -> Problem.Type.NOT_CAPABLE;
            case BUSY -> Problem.Type.BUSY;
            case AWAY -> Problem.Type.BOARD_AWAY;
            case HARDWARE -> Problem.Type.HARDWARE;
            case DENIED -> Problem.Type.FORBIDDEN;
        };
    }

    /** The first thing that is wrong stands for all: {@code key = value: what would be right}. */
    private static Problem refused(ConfigurationRefusedException refused) {
        var detail = String.valueOf(refused.getMessage());
        var first = refused.problems().isEmpty() ? "" : refused.problems().get(0);
        var equals = first.indexOf(" = ");
        var colon = first.indexOf(": ", Math.max(0, equals));
        return equals < 0 || colon < 0
                ? new Problem(Problem.Type.REFUSED, detail)
                : new Problem(
                        Problem.Type.REFUSED,
                        detail,
                        Optional.of(first.substring(0, equals)),
                        Optional.of(first.substring(colon + 2)));
    }

    static Response response(Problem problem) {
        var response = Response.status(problem.type().status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.json());
        if (problem.passes()) {
            response.header("Retry-After", Problem.RETRY_SECONDS);
        }
        return response.build();
    }
}
