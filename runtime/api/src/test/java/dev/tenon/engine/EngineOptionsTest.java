package dev.tenon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {
  @Test
  void nothingIsChosenAtFirst() {
    assertThat(EngineOptions.of(Engine.TENSORFLOW)).isEqualTo(Engine.tensorflow());
    assertThat(Engine.tensorflow().device()).isNull();
  }

  @Test
  void whatIsUsedCountsUntilTheNext() {
    EngineOptions chosen = Engine.onnxruntime().cuda(1).memoryLimit(1L << 30).memoryGrowth(true);
    chosen.use();
    try {
      assertThat(EngineOptions.of(Engine.ONNX_RUNTIME)).isEqualTo(chosen);
      assertThat(EngineOptions.of(Engine.TENSORFLOW).device()).isNull();
    } finally {
      Engine.onnxruntime().use();
    }
    assertThat(EngineOptions.of(Engine.ONNX_RUNTIME).device()).isNull();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    refused(() -> Engine.tensorflow().cuda(), "cuda() is for engine 'onnxruntime': call gpu()");
    refused(() -> Engine.onnxruntime().gpu(), "gpu() is for engine 'tensorflow': call cuda()");
    refused(() -> Engine.tensorflow().gpu(-1), "device must be at least 0, received -1");
    refused(() -> Engine.tensorflow().memoryGrowth(true), "call gpu() first");
    refused(() -> Engine.tensorflow().gpu().memoryLimit(10), "at least 1048576 bytes, received 10");
    refused(
        () -> Engine.tensorflow().gpu().memoryLimit(1 << 20).memoryGrowth(true),
        "cannot be given at the same time");
  }

  @Test
  void openVinoIsForProcessorsOfOneEngine() {
    Path library = Path.of("libopenvino.so");
    EngineOptions chosen = Engine.onnxruntime().openvino(library);
    assertThat(chosen.openvino()).isEqualTo(library);
    assertThat(chosen.bfloat16()).isFalse();
    assertThat(chosen.bfloat16(true).bfloat16()).isTrue();
    refused(
        () -> Engine.tensorflow().openvino(library),
        "openvino() is for engine 'onnxruntime', not for tensorflow");
    refused(() -> Engine.onnxruntime().cuda().openvino(library), "cannot be given at the same");
    refused(() -> chosen.cuda(), "cannot be given at the same time");
    refused(() -> Engine.onnxruntime().bfloat16(true), "call openvino(library) first");
  }

  private static void refused(Runnable choice, String reason) {
    assertThatThrownBy(choice::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
