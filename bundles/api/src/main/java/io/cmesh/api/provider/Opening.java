package io.cmesh.api.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * All that an instance gets from outside: nothing of it is taken from the JDK, so that a simulator
 * can stand in.
 *
 * @param settings the provider's configuration
 * @param dir its own directory; exists
 * @param clock the time
 * @param random not for keys
 * @param scheduler threads and timers
 * @param disk files
 * @param transport other nodes
 * @param keys the node's key service
 */
public record Opening(
    Settings settings,
    Path dir,
    Clock clock,
    RandomGenerator random,
    Scheduler scheduler,
    Disk disk,
    Transport transport,
    Keys keys) {}
