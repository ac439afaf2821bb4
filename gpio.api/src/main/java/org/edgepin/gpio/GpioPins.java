// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** For components that listen: {@code @Component @GpioPins("main/*") class … implements EdgeListener}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GpioPins {

    /** Returns the pins to listen to, see {@link EdgeListener#PINS}. */
    String[] value();
}
