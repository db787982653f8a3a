package io.cmesh.doors.miner;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a job was asked to do.
 *
 * @param log absolute
 * @param out absolute
 * @param follow whether it goes on as the log grows
 * @param as the DID that lines without a token run as; null for nobody
 */
record JobSpec(Path log, Path out, boolean follow, @Nullable String as) {}
