package io.cmesh.cmtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.cmesh.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What we write, an independent reader of CBOR understands as the JSON that went in. */
class CborAgainstJacksonTest {
  private static final CBORFactory JACKSON =
      CBORFactory.builder()
          .enable(CBORParser.Feature.DECODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
          .build();

  private final Random random = new Random(6470);

  @Test
  void jacksonReadsOurFormAsTheSameValues() throws IOException {
    for (int i = 0; i < 3000; i++) {
      String json = value(0);
      CborWriter out = new CborWriter(16);
      Payload.write(Bytes.utf8(json), out);
      assertThat(asJackson(out.toBytes()))
          .isEqualTo(Payload.read(new CborReader(out.toBytes())).utf8());
    }
  }

  private static String asJackson(byte[] cbor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonParser parser = JACKSON.createParser(cbor);
        JsonGenerator json = Json.generator(out)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isNumeric() && parser.currentToken().isScalarValue()) {
          writeNumber(parser, json);
        } else {
          json.copyCurrentEvent(parser);
        }
      }
    }
    return Bytes.wrap(out.toByteArray()).utf8();
  }

  private static void writeNumber(JsonParser parser, JsonGenerator json) throws IOException {
    switch (parser.getNumberType()) {
      case FLOAT, DOUBLE -> json.writeNumber(parser.getDoubleValue());
      default -> json.writeNumber(parser.getBigIntegerValue());
    }
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 4 ? 6 : 8)) {
      case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 1 -> new java.math.BigInteger(random.nextInt(200) + 1, random).negate().toString();
      case 2 -> Double.toString(finite(Double.longBitsToDouble(random.nextLong())));
      case 3 -> Double.toString(finite(Float.intBitsToFloat(random.nextInt())));
      case 4 -> '"' + text() + '"';
      case 5 -> random.nextBoolean() ? "null" : Boolean.toString(random.nextBoolean());
      case 6 -> '[' + value(depth + 1) + ',' + value(depth + 1) + ']';
      default -> "{\"" + text() + "x\":" + value(depth + 1) + ",\"y\":" + value(depth + 1) + '}';
    };
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0.5;
  }

  private String text() {
    return random
        .ints(random.nextInt(40), 0x20, 0x2000)
        .filter(c -> c != '"' && c != '\\')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
