// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.edgepin.gpio.Peer;

/**
 * Where a call came from, and what it brought to log in.
 *
 * @param method {@code edgepin.v1.GpioService/WritePin}
 * @param authorization the metadata of that name, if there is one
 * @param forwarded whether a proxy says that it speaks for somebody else
 */
record Visitor(Peer peer, String method, Optional<String> authorization, boolean forwarded) {

    private static final Context.Key<Visitor> CURRENT = Context.key("visitor");
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final Metadata.Key<String> FORWARDED = key("forwarded");
    private static final Metadata.Key<String> FORWARDED_FOR = key("x-forwarded-for");

    /** Makes {@link #current} known to the service that is called. */
    static final ServerInterceptor INTERCEPTOR = new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(CURRENT, of(call, headers)), call, headers, next);
        }
    };

    /** Returns who calls, on the thread on which gRPC calls the service. */
    static Visitor current() {
        return CURRENT.get();
    }

    private static Visitor of(ServerCall<?, ?> call, Metadata headers) {
        var remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        var address =
                remote instanceof InetSocketAddress socket ? socket.getAddress() : InetAddress.getLoopbackAddress();
        return new Visitor(
                new Peer("grpc", address),
                call.getMethodDescriptor().getFullMethodName(),
                Optional.ofNullable(headers.get(AUTHORIZATION)),
                headers.containsKey(FORWARDED) || headers.containsKey(FORWARDED_FOR));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
