package io.cmesh.api.node;

import io.cmesh.api.provider.Health;
import java.util.List;

/**
 * The node as it is.
 *
 * @param node its name
 * @param did its identity
 * @param version of CMesh
 * @param java the JVM's version
 * @param health the worst of all roles'
 * @param startedMillis when the process started, milliseconds since the epoch
 * @param bootMillis from process start to ready
 * @param index of the last command applied
 * @param block the last block's number
 * @param digest of the state, hex
 * @param generation of the assembly
 * @param roles each role
 */
public record NodeStatus(
    String node,
    String did,
    String version,
    String java,
    Health health,
    long startedMillis,
    long bootMillis,
    long index,
    long block,
    String digest,
    long generation,
    List<RoleStatus> roles) {}
