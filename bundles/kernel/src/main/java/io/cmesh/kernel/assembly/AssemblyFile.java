package io.cmesh.kernel.assembly;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.bytes.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * {@code home/assembly.json}: which provider fills which role and where its data lies. It says what
 * is; the configuration says what is wanted. Written beside, fsynced and renamed, so that a crash
 * leaves the old or the new one.
 */
public final class AssemblyFile {
  private static final int FORMAT = 1;
  private static final String SEALED = "sealed";
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.@-]+");
  private static final JsonFactory JSON = new JsonFactory();

  private final Disk disk;
  private final Path home;

  /**
   * Which provider, where.
   *
   * @param directory below the home's {@code data/}
   */
  public record Entry(String provider, String directory) {}

  /**
   * All of it.
   *
   * @param generation of the last instance directory given out
   * @param sealedLogs logs before the present one that the state may still need, the oldest first
   */
  public record Content(long generation, Map<Role, Entry> roles, List<Entry> sealedLogs) {
    static final Content EMPTY = new Content(0, Map.of(), List.of());

    /** Keeps unmodifiable copies. */
    public Content {
      roles = Map.copyOf(roles);
      sealedLogs = List.copyOf(sealedLogs);
    }
  }

  /** In {@code home}. */
  public AssemblyFile(Disk disk, Path home) {
    this.disk = disk;
    this.home = home;
  }

  private Path file() {
    return home.resolve("assembly.json");
  }

  /** What is; empty in a new home. */
  public Content read() {
    if (!disk.exists(file())) {
      return Content.EMPTY;
    }
    try (Disk.DiskFile in = disk.open(file())) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(in.size(), MAX_BYTES));
      in.read(buffer, 0);
      return parse(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-ASM-003", file() + " cannot be read: " + plain(e))
          .hint(
              "Restore it from a backup of the home; it says which directory holds which role's"
                  + " data.")
          .cause(e)
          .build();
    }
  }

  /** What a parser says of the text itself: where it is, is said already. */
  private static String plain(IOException e) {
    if (e instanceof JsonProcessingException json) {
      JsonLocation at = json.getLocation();
      String said = json.getOriginalMessage().replaceAll("\\s*\\(start marker at .*", "");
      return said + (at == null ? "" : " (line " + at.getLineNr() + ")");
    }
    return String.valueOf(e.getMessage());
  }

  private static Content parse(String text) throws IOException {
    long generation = 0;
    Map<Role, Entry> roles = new EnumMap<>(Role.class);
    List<Entry> sealedLogs = new ArrayList<>();
    try (JsonParser in = JSON.createParser(text)) {
      require(in.nextToken() == JsonToken.START_OBJECT, "an object");
      while (in.nextToken() != JsonToken.END_OBJECT) {
        require(in.currentToken() == JsonToken.FIELD_NAME, "a member");
        String name = in.currentName();
        in.nextToken();
        if (name.equals("format")) {
          require(in.getIntValue() == FORMAT, "format " + FORMAT);
        } else if (name.equals("generation")) {
          generation = in.getLongValue();
        } else if (name.equals(SEALED)) {
          require(in.currentToken() == JsonToken.START_ARRAY, "an array of sealed logs");
          while (in.nextToken() != JsonToken.END_ARRAY) {
            sealedLogs.add(entry(in));
          }
        } else {
          roles.put(role(name), entry(in));
        }
      }
    }
    return new Content(generation, roles, sealedLogs);
  }

  private static Role role(String name) throws IOException {
    try {
      return Role.of(name);
    } catch (MeshException e) {
      throw new IOException(e.text(), e);
    }
  }

  private static Entry entry(JsonParser in) throws IOException {
    String provider = "";
    String directory = "";
    require(in.currentToken() == JsonToken.START_OBJECT, "an object for each role");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      String value = Objects.requireNonNullElse(in.nextTextValue(), "");
      if (name.equals("provider")) {
        provider = value;
      } else if (name.equals("directory")) {
        directory = value;
      }
    }
    require(NAME.matcher(provider).matches(), "a provider for each role");
    require(NAME.matcher(directory).matches(), "the name of a directory for each role");
    return new Entry(provider, directory);
  }

  private static void require(boolean met, String expected) throws IOException {
    if (!met) {
      throw new IOException("expected: " + expected);
    }
  }

  private static String json(Entry entry) {
    return Json.object()
        .text("provider", entry.provider())
        .text("directory", entry.directory())
        .toString();
  }

  /** Says what is from now on; durable when it returns. */
  public void write(Content content) {
    Json json = Json.object().number("format", FORMAT).number("generation", content.generation());
    content.roles().forEach((role, entry) -> json.raw(role.text(), json(entry)));
    Json logs = Json.array();
    content.sealedLogs().forEach(entry -> logs.rawItem(json(entry)));
    json.raw(SEALED, logs.toString());
    Path fresh = home.resolve("assembly.json.new");
    try {
      disk.delete(fresh);
      try (Disk.DiskFile out = disk.open(fresh)) {
        out.write(Bytes.utf8(json + "\n").toBuffer(), 0);
        out.force();
      }
      disk.move(fresh, file());
      disk.forceDirectory(home);
    } catch (IOException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-ASM-004", file() + " cannot be written: " + e.getMessage())
          .hint("Look at the disk: cmesh doctor")
          .cause(e)
          .build();
    }
  }
}
