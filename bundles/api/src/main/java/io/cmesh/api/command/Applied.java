package io.cmesh.api.command;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Status;

/**
 * What came of a command.
 *
 * @param index the command's index, dense over all commands
 * @param block the number of the block it was committed in
 * @param status the handler's
 * @param payload the handler's
 * @param repeated whether this is the result of an earlier command with the same id
 */
public record Applied(long index, long block, Status status, Bytes payload, boolean repeated) {}
