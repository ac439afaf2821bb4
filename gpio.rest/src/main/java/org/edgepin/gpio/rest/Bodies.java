// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.ws.rs.Consumes;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.edgepin.gpio.problem.Problem;

/** Which types of bodies are understood where, as the resources themselves say it. */
final class Bodies {

    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, Pattern path, List<String> types) {}

    Bodies(Class<?>... resources) {
        for (var resource : resources) {
            for (var method : resource.getMethods()) {
                add(method);
            }
        }
    }

    private void add(Method method) {
        var path = method.getAnnotation(Path.class);
        var consumes = method.getAnnotation(Consumes.class);
        if (path == null || consumes == null) {
            return;
        }
        var pattern = Pattern.compile(path.value().replaceAll("\\{[^}]*\\}", "[^/]+"));
        for (var annotation : method.getAnnotations()) {
            var verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                routes.add(new Route(verb.value(), pattern, List.of(consumes.value())));
            }
        }
    }

    /**
     * Returns the problem of a body that is of another type.
     *
     * @param path relative to the root of the resources, without a slash at its beginning
     */
    Problem wrong(String method, String path) {
        var types = new TreeSet<String>();
        routes.stream()
                .filter(it ->
                        it.method().equals(method) && it.path().matcher(path).matches())
                .forEach(it -> types.addAll(it.types()));
        if (types.isEmpty()) {
            return Problem.ofStatus(415, method, path);
        }
        var expected = String.join(" or ", types);
        return new Problem(
                Problem.Type.UNSUPPORTED_MEDIA_TYPE,
                "the body is of another type than is understood; understood is " + expected,
                Optional.of("Content-Type"),
                Optional.of(expected));
    }
}
