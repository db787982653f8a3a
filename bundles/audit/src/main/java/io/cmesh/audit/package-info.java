/**
 * The node's audit log: one leaf for each message and control action, appended for good. Start at
 * {@link io.cmesh.audit.AuditLogService}.
 *
 * <p>The leaves are numbered densely from 0 and lie in a {@link io.cmesh.log.SegmentedLog}. The
 * Merkle tree over them (RFC 9162's, formerly RFC 6962's) with its signed heads and proofs has its
 * place here: it reads leaves by number, keeps the hashes of complete subtrees in a side file of
 * each segment, and must have taken a segment in before the budget drops it.
 */
@NullMarked
package io.cmesh.audit;

import org.jspecify.annotations.NullMarked;
