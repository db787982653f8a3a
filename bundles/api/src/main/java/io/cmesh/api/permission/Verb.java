package io.cmesh.api.permission;

/** What a rule permits. */
public enum Verb {
  /** Read a value, resolve, query. */
  READ,
  /** Write a value, register, publish. */
  WRITE,
  /** Call deployed code in a transaction. */
  EXECUTE,
  /** Grant and revoke; implies the others. */
  ADMINISTER
}
