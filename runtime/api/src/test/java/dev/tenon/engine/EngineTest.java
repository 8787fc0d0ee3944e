package dev.tenon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.OnnxFileEngine;
import dev.tenon.runtime.StoredModelEngine;
import dev.tenon.runtime.TrainingEngine;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class EngineTest {
  @Test
  void enginesHaveTheirNames() {
    assertThat(Engine.of("tensorflow")).isEqualTo(Engine.TENSORFLOW);
    assertThat(Engine.of("onnxruntime")).isEqualTo(Engine.ONNX_RUNTIME);
    assertThat(Engine.ONNX_RUNTIME).hasToString("onnxruntime");
    assertThat(Engine.preferred()).isEqualTo(Engine.TENSORFLOW);
    assertThatThrownBy(() -> Engine.of("abacus"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no engine 'abacus'; the engines are [tensorflow, onnxruntime]");
  }

  @Test
  void aMissingEngineNamesItsDependency() {
    List<ThrowingCallable> calls =
        List.of(
            () -> GraphEngine.of(Engine.TENSORFLOW),
            () -> TrainingEngine.of(Engine.TENSORFLOW),
            () -> StoredModelEngine.of(Engine.TENSORFLOW));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("dev.tenon:tenon-runtime-tensorflow");
    }
    assertThat(GraphEngine.find(Engine.ONNX_RUNTIME)).isEmpty();
    assertThatThrownBy(() -> OnnxFileEngine.of(Engine.ONNX_RUNTIME))
        .hasMessageContaining("dev.tenon:tenon-runtime-onnxruntime");
  }
}
