package io.cmesh.cmtp;

import io.cmesh.api.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The test vectors, which were computed by another program than this. */
final class Vectors {
  private Vectors() {}

  static Bytes file(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return Bytes.wrap(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes hexFile(String name) {
    return Bytes.hex(file(name).utf8().strip());
  }

  static Properties properties(String name) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(file(name).utf8()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
