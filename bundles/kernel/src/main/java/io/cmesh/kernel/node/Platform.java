package io.cmesh.kernel.node;

import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Scheduler;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What a node stands on: nothing in the kernel takes time, threads, randomness or files from
 * anywhere else.
 *
 * @param random secure and thread-safe
 */
public record Platform(
    Configuration configuration,
    Clock clock,
    Scheduler scheduler,
    SecureRandom random,
    Disk disk,
    LayerHasher hasher,
    AuditLog audit) {}
