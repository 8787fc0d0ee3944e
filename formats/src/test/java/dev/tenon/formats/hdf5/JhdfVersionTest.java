package dev.tenon.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import org.junit.jupiter.api.Test;

/** The reader stands on classes of jHDF that are no API: another version is a decision. */
final class JhdfVersionTest {
  @Test
  void theGuardsWereReadForThisVersion() {
    assertThat(HdfFile.class.getPackage().getImplementationVersion())
        .as("jHDF: before this changes, do what docs/adr/0017-jhdf-is-pinned.md lists")
        .isEqualTo("0.9.4");
  }
}
