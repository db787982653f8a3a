package io.cmesh.kernel.outbox;

import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Settings;
import java.util.List;

/**
 * The node's streams. Events that commands cause go to {@link #STATE} (the node's own subjects) and
 * {@link #CHANNELS} (everybody's); what the node tells directly goes to {@link #TRAFFIC} and {@link
 * #AUDIT}.
 */
public final class Streams {
  /** Requests, responses and confirmations. */
  public static final String TRAFFIC = "traffic";

  /** Final hashes. */
  public static final String AUDIT = "audit";

  /** Changes of replicated state. */
  public static final String STATE = "state";

  /** Channels of identities. */
  public static final String CHANNELS = "channels";

  private static final long GIB = 1L << 30;

  private Streams() {}

  /** All of them; the order decides where a subject goes. */
  public static List<StreamSpec> specs(Settings settings) {
    return List.of(
        new StreamSpec(
            TRAFFIC,
            List.of(
                "events.requests", "events.responses.>", "events.mined.>", "events.confirmed.>"),
            settings.bytes("events.traffic.maxBytes", GIB)),
        new StreamSpec(
            AUDIT, List.of("events.audit.>"), settings.bytes("events.audit.maxBytes", GIB)),
        new StreamSpec(STATE, List.of("events.>"), settings.bytes("events.state.maxBytes", GIB)),
        new StreamSpec(
            CHANNELS, List.of(">"), settings.bytes("events.channels.maxBytes", 4 * GIB)));
  }

  /** Which of the two outbox streams a subject goes to. */
  public static String ofOutbox(String subject) {
    return subject.startsWith("events.") ? STATE : CHANNELS;
  }
}
