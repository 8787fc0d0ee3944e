package dev.tenon.spark.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.Tenon;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JVM loads a model once, and closes those that tasks no longer use. */
final class ExecutorModelsTest {
  private static final Tensor ROW = Tensor.of(new float[] {1}, 1, 1);

  private record Counted(String key, AtomicInteger loads) implements ModelSource {
    @Override
    public Model load() {
      loads.incrementAndGet();
      return Model.sequential(Tenon.dense(1).inputShape(1)).on("onnxruntime");
    }
  }

  /** Other tests of this JVM may have left models. */
  @BeforeEach
  void closeIdle() {
    ExecutorModels.closeIdle();
  }

  @Test
  void tasksShareAModelAndIdleOnesAreBounded() {
    AtomicInteger loads = new AtomicInteger();
    ExecutorModels.Lease first = ExecutorModels.lease(new Counted("a", loads));
    ExecutorModels.Lease second = ExecutorModels.lease(new Counted("a", loads));
    assertThat(second.model()).isSameAs(first.model());
    first.close();
    first.close();
    for (String key : new String[] {"b", "c", "d"}) {
      ExecutorModels.lease(new Counted(key, loads)).close();
    }
    assertThat(loads).hasValue(4);
    // Two idle ones, and the one in use.
    assertThat(ExecutorModels.size()).isEqualTo(3);
    assertThat(second.model().predict(ROW).shape()).containsExactly(1, 1);
    second.close();
    ExecutorModels.closeIdle();
    assertThat(ExecutorModels.size()).isZero();
    assertThatThrownBy(() -> second.model().predict(ROW)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aModelThatCannotBeLoadedIsForgotten() {
    ModelSource broken =
        new ModelSource() {
          private static final long serialVersionUID = 1L;

          @Override
          public String key() {
            return "broken";
          }

          @Override
          public Model load() throws IOException {
            throw new IOException("no such file");
          }
        };
    assertThatThrownBy(() -> ExecutorModels.lease(broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no such file");
    assertThat(ExecutorModels.size()).isZero();
  }
}
