package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What signs leave open is compared by what the factors give together. */
final class MatrixFunctionsTest {
  @Test
  void eigenvaluesAreThoseOfKeras() throws IOException {
    Map<String, Tensor> recorded = RecordedFunctions.arrays();
    Tensor x = recorded.get("eigh/x");
    List<Tensor> eigen = Ops.eigh(x);
    assertThat(Difference.of(recorded.get("eigh/values"), eigen.get(0))).isNull();
    Tensor vectors = eigen.get(1);
    Tensor scaled = Ops.multiply(vectors, eigen.get(0));
    assertThat(Difference.of(x, Ops.matmul(scaled, Ops.transpose(vectors)))).isNull();
  }

  @Test
  void singularVectorsGiveTheMatrix() throws IOException {
    Tensor x = RecordedFunctions.arrays().get("random/x");
    List<Tensor> full = Ops.svd(x);
    assertThat(full.get(0).shape()).containsExactly(3, 3);
    assertThat(full.get(2).shape()).containsExactly(4, 4);
    assertThat(Difference.of(Ops.eye(4), Ops.matmul(full.get(2), Ops.transpose(full.get(2)))))
        .isNull();
    List<Tensor> thin = Ops.svd(x, false);
    Tensor product = Ops.matmul(Ops.multiply(thin.get(0), thin.get(1)), thin.get(2));
    assertThat(Difference.of(x, product)).isNull();
    Tensor zero = Tensor.zeros(DType.FLOAT32, 2, 3);
    assertThat(Difference.of(Ops.eye(2), Ops.svd(zero, false).get(0))).isNull();
  }

  @Test
  void whatIsNoMatrixIsRefused() {
    assertThatThrownBy(() -> Ops.eigh(Tensor.zeros(DType.FLOAT32, 2, 3)))
        .hasMessageContaining("(2, 3)");
    assertThatThrownBy(() -> Ops.svd(Tensor.zeros(DType.INT32, 2, 2)))
        .hasMessageContaining("INT32");
    assertThatThrownBy(() -> Ops.qr(Tensor.zeros(DType.FLOAT32, 2, 2), "full"))
        .hasMessageContaining("full");
  }
}
