package io.cmesh.api.fqmn;

/** Reads FQMNs in one pass, without backtracking. */
final class FqmnParser {
  private FqmnParser() {}

  static Fqmn parse(String text) {
    throw new FqmnException(1, "a parser (being written): " + text.length());
  }
}
