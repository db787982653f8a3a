package io.cmesh.api.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which FQMNs a pattern covers. */
class FqmnPatternTest {
  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "**                 | 0xS:0x001:f             | true",
        "*:**               | 0xEW:demo.a:1           | true",
        "*:0x001:f          | 0xS:0x001:f             | true",
        "*:0x001:f          | 0xC:group:f             | false",
        "0xS:**             | 0xS:0x001:f             | true",
        "0xS:**             | 0xE:demo.a              | false",
        "0xS:0x001:**       | 0xS:0x001:f             | true",
        "0xS:0x001:**       | 0xSW:0x001:f:[1]        | true",
        "0xS:0x001:**       | 0xS:0x002:f             | false",
        "0xS:0x001:*        | 0xS:0x001:f             | true",
        "0xS:0x001:*        | 0xSW:0x001:f:a:b        | true",
        "0xS:0x001          | 0xS:0x001:f             | false",
        "0xS:*:f            | 0xS:0x002:f             | true",
        "0xS:*:f            | 0xS:0x002:g             | false",
        "0xSW:0x001:f       | 0xS:0x001:f             | true",
        "0xS:0x001:f        | 0xSW:0x001:f:v          | true",
        "0xS:0x001:f:**     | 0xS:0x001:f             | true",
        "0xS:0x001:f:*      | 0xS:0x001:f             | false",
        "0xS:0x001:f:*      | 0xS:0x001:f:[1]         | true",
        "0xS:0x001:f:v      | 0xSW:0x001:f:v          | true",
        "0xS:0x001:f:v      | 0xSW:0x001:f:w          | false",
        "0xS:0xAB:f         | 0xS:0xab:f              | true",
        "0xS:0x1:f          | 0xS:0x001:f             | false",
        "0xS:0x001:F        | 0xS:0x001:f             | false",
        "0xS:0x001:f        | 0xS:0x001:ff            | false",
        "0xE:demo.a         | 0xE:demo.a              | true",
        "0xE:demo.a         | 0xE:demo.a:info         | true",
        "0xE:demo.a         | 0xEW:demo.a:1           | true",
        "0xE:demo.a         | 0xE:demo.ab             | false",
        "0xE:demo.a:read    | 0xE:demo.a              | true",
        "0xE:demo.a:read    | 0xE:demo.a:info         | false",
        "0xE:demo.a:read:** | 0xE:demo.a:read:{\"from\":1} | true",
        "0xE:demo.a:**      | 0xE:demo.a:read         | true",
        "0xE:demo.*         | 0xE:demo.a              | true",
        "0xE:demo.*         | 0xE:demo.a.b            | false",
        "0xE:demo.>         | 0xE:demo.a.b            | true",
        "0xE:demo.>         | 0xE:demo                | false",
        "0xE:demo.*         | 0xE:demo.*              | true",
        "0xE:demo.*         | 0xE:demo.>              | false",
        "0xE:demo.a         | 0xE:demo.*              | false",
        "0xE:*              | 0xE:demo.a.b            | true",
        "0xE:0xR:*          | 0xE:0xR:Registered      | true",
        "0xE:0xR:**         | 0xE:0xR:a.mcom:Released | true",
        "0xR:a.mcom         | 0xR:A.mcom              | true",
        "0xR:a.mcom         | 0xRW:a.mcom:0xS:0x1     | true",
        "0xC:group:*        | 0xC:group:members       | true",
        "0xC:group          | 0xC:group:members       | false",
        "0xI:whoami         | 0xI:whoami              | true",
        "0xA:*:0x1:f        | 0xA:1:0x1:f             | true",
        "0xP:b:0xS:0x1:f    | 0xP:b:0xS:0x1:f         | true",
        "0xP:b:0xS:0x2:f    | 0xP:b:0xS:0x1:f         | false",
        "0xP:b:**           | 0xP:b:0xS:0x1:f         | true",
        "0xP:b:**           | 0xP:c:0xS:0x1:f         | false",
        "0xI:can:**         | 0xI:can:0xS:0x1:f       | true",
      })
  void aPatternCoversWhatItsFieldsSay(String pattern, String fqmn, boolean matches) {
    assertThat(FqmnPattern.parse(pattern).matches(Fqmn.parse(fqmn))).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0xQ:a",
        "S:0x1",
        "**:a",
        "0xS:",
        "0xS::f",
        "0xS:0x*:f",
        "0xS:**:f",
        "0xS:***",
        "0xE:demo.a*",
        "0xE:demo.>.b",
        "0xE:a..b",
        "0xS:0x1:\u0007",
        "0xS:a:a:a:a:a:a:a:a",
      })
  void aMalformedPatternIsRefused(String text) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> FqmnPattern.parse(text));

    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-PRM-001");
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 70_000})
  void aPatternOfMoreThanAThousandCharactersIsRefused(int length) {
    assertThat(
            catchThrowableOfType(
                MeshException.class, () -> FqmnPattern.parse("0xS:" + "a".repeat(length))))
        .isNotNull();
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "**, 0xS:0x1:f, true",
    "*:**, **, false",
    "0xS:**, 0xS:0x1:**, true",
    "0xS:0x1:**, 0xS:0x1, true",
    "0xS:0x1:**, 0xS:0x1:f:*, true",
    "0xS:0x1:**, 0xS:**, false",
    "0xS:0x1:**, 0xS:*:f, false",
    "0xS:0x1:*, 0xS:0x1:f, true",
    "0xS:0x1:*, 0xS:0x1:*, true",
    "0xS:0x1:*, 0xS:0x1:**, false",
    "0xS:0x1:f, 0xS:0x1:*, false",
    "0xS:0xAB:f, 0xSW:0xab:f, true",
    "0xS:0x1:f, 0xS:0x1:f:*, false",
    "*:0x1:f, 0xS:0x1:f, true",
    "0xS:0x1:f, *:0x1:f, false",
    "0xE:demo.>, 0xE:demo.a.*, true",
    "0xE:demo.>, 0xE:*, false",
    "0xE:demo.*, 0xE:demo.>, false",
    "0xE:*:read, 0xE:demo.>:read, true",
  })
  void onlyWhatIsCoveredWhollyMayBeGranted(String outer, String inner, boolean covers) {
    assertThat(FqmnPattern.parse(outer).covers(FqmnPattern.parse(inner))).isEqualTo(covers);
  }
}
