package io.cmesh.tck.iam;

import io.cmesh.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JWT taken apart, to be put together wrongly.
 *
 * @param header JSON
 * @param claims JSON
 */
record Jwt(String header, String claims, String signature) {
  static Jwt of(String token) {
    String[] parts = token.split("\\.", -1);
    return new Jwt(decode(parts[0]), decode(parts[1]), parts[2]);
  }

  /** With a member of the header replaced by another JSON value. */
  Jwt header(String name, String value) {
    return new Jwt(replace(header, name, value), claims, signature);
  }

  /** With a claim replaced by another JSON value. */
  Jwt claim(String name, String value) {
    return new Jwt(header, replace(claims, name, value), signature);
  }

  /** What a member of the claims is, as JSON. */
  String claim(String name) {
    Matcher matcher = member(name).matcher(claims);
    return matcher.find() ? matcher.group(2) : "";
  }

  String signedBy(UnaryOperator<Bytes> signer) {
    String input = encode(header) + "." + encode(claims);
    return input + "." + base64(signer.apply(Bytes.utf8(input)).toArray());
  }

  String withSignature(String other) {
    return encode(header) + "." + encode(claims) + "." + other;
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String replace(String json, String name, String value) {
    String replaced =
        member(name).matcher(json).replaceFirst("$1" + Matcher.quoteReplacement(value));
    if (replaced.equals(json)) {
      throw new AssertionError("no " + name + " other than " + value + " in " + json);
    }
    return replaced;
  }

  private static Pattern member(String name) {
    return Pattern.compile("(\"" + Pattern.quote(name) + "\"\\s*:\\s*)(\"[^\"]*\"|[0-9]+)");
  }

  private static String encode(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
