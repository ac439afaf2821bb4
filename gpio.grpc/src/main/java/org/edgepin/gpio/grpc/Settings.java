// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Values;
import org.jspecify.annotations.Nullable;

/**
 * A configuration without mistakes. The keys are described in {@link GrpcConfig}.
 *
 * @param name the name of the configuration, {@code main} for {@code org.edgepin.gpio.grpc-main.cfg}
 * @param host as it is written in the configuration
 * @param board the board of serviceGL20; empty for the first GL20
 * @param identity empty for no TLS
 */
record Settings(
        String name,
        String host,
        int port,
        Set<Service> services,
        String board,
        Role gl20Role,
        boolean gl20BeyondLoopback,
        Optional<Identity> identity,
        int maxConnections,
        int historyEvents) {

    /** What a server offers. */
    enum Service {
        EDGEPIN,
        GL20
    }

    private static final Map<String, Service> SERVICES = Map.of("edgepin", Service.EDGEPIN, "gl20", Service.GL20);

    /** Reads a configuration. Nothing is guessed and nothing is clamped. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var services = services(values);
        var settings = new Settings(
                name(properties),
                values.text(
                        "host",
                        it -> bytes(it) != null,
                        "must be localhost, or an IP address of this machine, or 0.0.0.0 or :: for all of them"),
                values.number("port", 1, 65_535),
                services,
                values.text(
                        "board",
                        it -> it.isEmpty() || PinId.parse(it + "/0").isPresent(),
                        "must be the name of a board, or empty for the first GL20"),
                role(values),
                values.flag("gl20_beyond_loopback"),
                identity(values),
                values.number("max_connections", 1, 10_000),
                values.number("history_events", 100, 1_000_000));
        settings.checkReach(values);
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return settings;
    }

    /** The last part of the PID {@code org.edgepin.gpio.grpc~main}. */
    static String name(Map<String, ?> properties) {
        var pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.lastIndexOf('~') + 1);
    }

    /** Returns {@code grpc main}, for the log and the audit. */
    @Override
    public String toString() {
        return "grpc " + name;
    }

    /** Returns where to listen; both families for {@code localhost}, as clients try both. */
    List<InetSocketAddress> addresses() {
        var first = new InetSocketAddress(address(host), port);
        if (!host.equals("localhost")) {
            return List.of(first);
        }
        var other = address("::1");
        return isHere(other) ? List.of(first, new InetSocketAddress(other, port)) : List.of(first);
    }

    /** Whether only programs on this machine can connect. */
    boolean loopback() {
        return address(host).isLoopbackAddress();
    }

    /** What needs a key of its own before other machines can reach it; {@code Login} objects to the rest. */
    private void checkReach(Values values) {
        if (bytes(host) == null || loopback()) {
            return;
        }
        if (services.contains(Service.EDGEPIN) && identity.isEmpty()) {
            values.problem(
                    "key_store",
                    "",
                    "must be given for edgepin on host = " + host + ", where other machines listen in");
        }
        if (services.contains(Service.GL20) && !gl20BeyondLoopback) {
            values.problem(
                    "gl20_beyond_loopback",
                    "false",
                    "must be true for gl20 on host = " + host
                            + ": it knows no users, and whoever reaches it can switch outputs");
        }
    }

    private static Set<Service> services(Values values) {
        var text = values.text("services");
        var services = EnumSet.noneOf(Service.class);
        for (var word : text.split("\\s*,\\s*", -1)) {
            var service = SERVICES.get(word);
            if (service == null) {
                values.problem(
                        "services",
                        text,
                        "must be one or both of " + String.join(",", new TreeSet<>(SERVICES.keySet())));
                break;
            }
            services.add(service);
        }
        return services;
    }

    private static Role role(Values values) {
        var text = values.text("gl20_role");
        var role = Role.parse(text).filter(it -> it != Role.ADMIN);
        if (role.isEmpty()) {
            values.problem("gl20_role", text, "must be viewer or operator");
        }
        return role.orElse(Role.VIEWER);
    }

    private static Optional<Identity> identity(Values values) {
        var file = values.text("key_store");
        var password = values.secret(".key_store_password");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var identity = new Identity(file, password);
        try {
            identity.context();
        } catch (IOException | GeneralSecurityException e) {
            values.problem(
                    "key_store",
                    file,
                    "must be a PKCS12 or JKS file with a key, which .key_store_password opens: "
                            + (e.getMessage() == null ? e : e.getMessage()));
        }
        return Optional.of(identity);
    }

    /** A name other than localhost would be looked up in the network, and could change its mind later. */
    private static byte @Nullable [] bytes(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host.equals("localhost") ? "127.0.0.1" : host);
    }

    private static InetAddress address(String host) {
        try {
            var bytes = bytes(host);
            return InetAddress.getByAddress(bytes == null ? new byte[0] : bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + host, e);
        }
    }

    /** A machine may have no IPv6, which is no reason to complain. */
    private static boolean isHere(InetAddress address) {
        try {
            return address instanceof Inet6Address && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
