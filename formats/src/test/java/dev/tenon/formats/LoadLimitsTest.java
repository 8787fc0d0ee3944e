package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadLimitsTest {
  private static final LoadLimits LIMITS = new LoadLimits(10, 20, 30, 40);

  @Test
  void whatIsAtTheLimitIsAllowed() {
    LIMITS.checkBytes("f", 10);
    LIMITS.checkNodes("f", 30);
    LIMITS.checkNesting("f", 40);
    assertThat(LIMITS.checkElements("f", List.of(4L, 5L, -1L))).isEqualTo(20);
    assertThat(LIMITS.checkElements("f", List.of(Long.MAX_VALUE, Long.MAX_VALUE, 0L))).isZero();
  }

  @Test
  void anExceptionNamesTheLimitAndHowToRaiseIt() {
    assertThatThrownBy(() -> LIMITS.checkBytes("f.h5", 11))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "f.h5: has 11 bytes; the limit is 10: if you trust the file, load it with"
                + " LoadLimits.DEFAULTS.bytes(11)");
    assertThatThrownBy(() -> LIMITS.checkNodes("f", 31))
        .hasMessageContaining("LoadLimits.DEFAULTS.nodes(31)");
    assertThatThrownBy(() -> LIMITS.checkNesting("f", 41))
        .hasMessageContaining("nests deeper than 40")
        .hasMessageContaining("LoadLimits.DEFAULTS.nesting(41)");
    assertThatThrownBy(() -> LIMITS.checkElements("f", List.of(Long.MAX_VALUE, 3L)))
        .hasMessageContaining("has more than 20 elements");
  }

  @Test
  void limitsArePositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.bytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.elements(0));
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.nodes(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LIMITS.nesting(LoadLimits.MOST_NESTING + 1))
        .withMessage("load limits: nesting must be from 1 to 100, received 101");
  }

  @Test
  void noMoreOfAStreamIsReadThanIsAllowed() throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[1000]);
    assertThatThrownBy(() -> Source.of("stream", stream, LIMITS))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("LoadLimits.DEFAULTS.bytes(");
    assertThat(stream.available()).isEqualTo(1000 - 11);
    InputStream ten = new ByteArrayInputStream(new byte[10]);
    assertThat(Source.of("stream", ten, LIMITS).limits()).isEqualTo(LIMITS);
  }

  @Test
  void partsHaveTheLimitsOfTheirSource(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    try (Source source = Source.of(file, LIMITS)) {
      assertThat(source.part("p", 0, 5).limits()).isEqualTo(LIMITS);
      assertThat(source.held().limits()).isEqualTo(LIMITS);
    }
    assertThatThrownBy(() -> Source.of(file, LIMITS.bytes(9)))
        .isInstanceOf(UnsupportedModelException.class);
  }
}
