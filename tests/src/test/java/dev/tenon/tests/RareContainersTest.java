package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model that Keras wrote, stored again as h5py can and Keras does not, gives what Keras recorded.
 */
final class RareContainersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens");
  private static final Path RECORDED = GOLDENS.resolve("layers/core/dense.k3.npz");

  @TempDir private Path folder;

  private static Verdict verdict(Path model) {
    Verifier verifier = new Verifier(List.of(Engine.values()), (engine, tensors) -> {});
    return verifier.verify(model, RECORDED);
  }

  private static void assertRight(Path model) {
    Verdict verdict = verdict(model);
    assertThat(verdict.status()).as(verdict.message()).isEqualTo(Verdict.Status.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lzf", "lzf_shuffled", "lzf_incompressible", "foreign_attributes",
        "many_foreign_attributes", "chunk_indexes", "user_block", "name_parts"
      })
  void aFileIsReadHoweverItIsStored(String name) {
    assertRight(GOLDENS.resolve("containers/rare").resolve(name + ".h5"));
  }

  @Test
  void whatIsAppendedToAZipIsPassedOver() throws IOException {
    byte[] good = Files.readAllBytes(GOLDENS.resolve("layers/core/dense.k3.keras"));
    assertRight(
        Files.write(folder.resolve("padded.keras"), Arrays.copyOf(good, good.length + 512)));
  }

  @Test
  void shortAddressesAreRefused() {
    Path file = GOLDENS.resolve("containers/rare/short_addresses.h5");
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("short_addresses.h5", "addresses have 4 bytes", "save the model");
  }
}
