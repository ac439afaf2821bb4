// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

/** Over SMBus, as on a GL20. */
class Gl20SmBusContractTest extends Gl20RigContract {}
