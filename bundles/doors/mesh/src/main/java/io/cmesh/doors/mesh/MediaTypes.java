package io.cmesh.doors.mesh;

import io.cmesh.cmtp.MessageCbor;
import io.cmesh.cmtp.MessageCodec;
import io.cmesh.cmtp.MessageJson;
import io.cmesh.http.HttpExchange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which codec a media type means. */
final class MediaTypes {
  private static final String CBOR = "application/cbor";
  private static final MessageCodec AS_JSON = new MessageJson();
  private static final MessageCodec AS_CBOR = new MessageCbor();

  /** A codec, and what to call what it writes. */
  record Form(MessageCodec codec, String type) {}

  static final Form PLAIN_JSON = new Form(AS_JSON, HttpExchange.JSON);
  private static final Form CMTP_JSON = new Form(AS_JSON, MessageJson.MEDIA_TYPE);
  private static final Form PLAIN_CBOR = new Form(AS_CBOR, CBOR);
  private static final Form CMTP_CBOR = new Form(AS_CBOR, MessageCbor.MEDIA_TYPE);

  private MediaTypes() {}

  /** The form of a request body; JSON where nothing is said. Throws 400 for any other type. */
  static Form ofRequest(@Nullable String contentType) {
    if (contentType == null) {
      return PLAIN_JSON;
    }
    Form form = of(contentType);
    if (form == null) {
      throw DoorErrors.badType(
          contentType, MessageJson.MEDIA_TYPE + " or " + MessageCbor.MEDIA_TYPE);
    }
    return form;
  }

  /** The first form that {@code accept} names, or {@code otherwise}. */
  static Form ofAnswer(@Nullable String accept, Form otherwise) {
    if (accept == null) {
      return otherwise;
    }
    for (String range : accept.split(",")) {
      Form form = of(range);
      if (form != null) {
        return form;
      }
    }
    return otherwise;
  }

  private static @Nullable Form of(String type) {
    return switch (bare(type)) {
      case HttpExchange.JSON -> PLAIN_JSON;
      case MessageJson.MEDIA_TYPE -> CMTP_JSON;
      case CBOR -> PLAIN_CBOR;
      case MessageCbor.MEDIA_TYPE -> CMTP_CBOR;
      default -> null;
    };
  }

  /** Whether a browser sends this type across sites without asking first (Fetch §2.2.2). */
  static boolean isForm(String type) {
    return switch (bare(type)) {
      case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain" -> true;
      default -> false;
    };
  }

  private static String bare(String type) {
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    return bare.trim().toLowerCase(Locale.ROOT);
  }
}
