package io.cmesh.api.contract;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract.
 *
 * @param code as deployed
 * @param codeHash SHA-256 of it: a key for compiled code
 * @param address the contract's
 * @param function which one
 * @param arguments one JSON value, or null
 * @param caller who calls
 * @param timeMillis the command's time; of a query the time it began
 * @param gasLimit at most this much gas
 */
public record ContractCall(
    Bytes code,
    Bytes codeHash,
    String address,
    String function,
    @Nullable String arguments,
    Principal caller,
    long timeMillis,
    long gasLimit) {}
