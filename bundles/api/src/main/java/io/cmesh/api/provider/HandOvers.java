package io.cmesh.api.provider;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** What a provider answers that cannot hand over its data. */
public final class HandOvers {
  private HandOvers() {}

  /** 409: a provider of {@code role} was asked for what its {@link HandOver} says it has not. */
  public static MeshException none(String role) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-SWP-002",
        "this provider of " + role + " hands no data over",
        "Choose it for a new home: cmesh up --home DIR --set io.cmesh.roles." + role + "=NAME");
  }
}
