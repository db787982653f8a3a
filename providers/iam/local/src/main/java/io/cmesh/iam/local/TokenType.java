package io.cmesh.iam.local;

import com.nimbusds.jose.JOSEObjectType;

/** What a token is for, in its header: so that one cannot be used as the other. */
enum TokenType {
  /** Comes with each request (RFC 9068 §2.1). */
  ACCESS("at+jwt"),
  /** Gets new tokens. */
  RENEWAL("renew+jwt");

  private final JOSEObjectType header;

  TokenType(String text) {
    header = new JOSEObjectType(text);
  }

  JOSEObjectType header() {
    return header;
  }
}
