// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who know users and their passwords. */
interface Realm {

    /** Returns the names of the user's roles; empty if there is no such user or it has another password. */
    Optional<Set<String>> roles(String user, String password);

    /** A realm of JAAS, such as Karaf's. */
    record Jaas(String name) implements Realm {

        private static final Logger LOG = LoggerFactory.getLogger(Jaas.class);

        @Override
        public Optional<Set<String>> roles(String user, String password) {
            var thread = Thread.currentThread();
            var loader = thread.getContextClassLoader();
            // JAAS looks there for Karaf's login module
            thread.setContextClassLoader(RolePrincipal.class.getClassLoader());
            Passwords.begin();
            try {
                var subject = new Subject();
                new LoginContext(name, subject, new Answers(user, password)).login();
                return Optional.of(subject.getPrincipals().stream()
                        .filter(RolePrincipal.class::isInstance)
                        .map(Principal::getName)
                        .collect(Collectors.toSet()));
            } catch (FailedLoginException e) {
                Passwords.refused(password);
                return Optional.empty();
            } catch (LoginException e) {
                LOG.warn("a login in the realm {} could not be checked: {}", name, e.getMessage());
                Passwords.refused(password);
                return Optional.empty();
            } finally {
                thread.setContextClassLoader(loader);
            }
        }
    }

    /** What the realm asks for. */
    record Answers(String user, String password) implements CallbackHandler {

        @Override
        public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
            for (var callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        }
    }
}
