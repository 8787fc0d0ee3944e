package dev.tenon.runtime.onnxruntime.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a machine without a graphics card answers. */
class CudaProviderTest {
  @AfterEach
  void chooseNothing() {
    Engine.onnxruntime().use();
  }

  private static Tensor twice() {
    GraphBuilder builder = new GraphBuilder("small");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x = builder.input("x", new TensorType(DType.FLOAT32, Shape.of(2)));
    Value y = ops.add(x, x);
    Graph graph = builder.build(List.of(y), List.of("y"));
    try (Executable executable =
        GraphEngine.of(Engine.ONNX_RUNTIME).compile(graph, new ParameterStore(), List.of())) {
      return executable.run(Map.of("x", Tensor.of(new float[] {1, 2}, 2)), List.of(y)).get(0);
    }
  }

  @Test
  void missingCardIsNamedWithWhatToInstall() {
    assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "there is a graphics card");
    Engine.onnxruntime().cuda(0).use();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(CudaProviderTest::twice)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Engine.onnxruntime().cuda(0): ")
          .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu")
          .hasMessageContaining("nvidia-smi");
    }
    chooseNothing();
    assertThat(twice().toFloatArray()).containsExactly(2, 4);
  }
}
