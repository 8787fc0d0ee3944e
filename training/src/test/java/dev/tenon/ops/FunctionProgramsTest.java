package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.engine.Engine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Programs of functions at once are compiled once, kept within bounds, and closed. */
final class FunctionProgramsTest {
  private static final long MOST_GROWN = 16L << 20;

  private static OpsCall sine(Tensor x) {
    return OpsCall.of("Sin").operand(x).byRank();
  }

  private static OpsCall tripled(Tensor x, int times) {
    return OpsCall.of("Tile").operand(x).option("repeats", List.of(times));
  }

  /**
   * In a JVM of its own: in one with other tests, parts of the heap that are used for the first
   * time look like native memory.
   */
  @Test
  void tenThousandSmallCallsStayFlatInNativeMemory() throws Exception {
    Processes.Result result =
        Processes.java(Processes.FIXED_HEAP, TestClassPath.text(), SmallCalls.class.getName());
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(Long.parseLong(result.out().strip())).isLessThan(MOST_GROWN);
  }

  /** Prints by how many bytes the process grows over 10,000 calls. */
  static final class SmallCalls {
    private SmallCalls() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
      try (FunctionPrograms programs = new FunctionPrograms(8, 0, () -> Engine.TENSORFLOW)) {
        for (int i = 0; i < 2000; i++) {
          call(programs, i);
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 10_000; i++) {
          call(programs, i);
        }
        System.out.println(Pointer.physicalBytes() - before);
        assertThat(programs.size()).isEqualTo(1);
      }
    }
  }

  /** All lengths share one program of the sine. */
  private static void call(FunctionPrograms programs, int i) {
    Tensor x = Tensor.full(DType.FLOAT32, 0.5, 1 + i % 50);
    assertThat(programs.run(sine(x)).get(0).getFloat(0)).isEqualTo((float) Math.sin(0.5));
  }

  @Test
  void theOldestProgramsAreClosed() {
    try (FunctionPrograms programs = new FunctionPrograms(4, 0, () -> Engine.TENSORFLOW)) {
      Tensor x = Tensor.zeros(DType.FLOAT32, 2);
      for (int times = 1; times <= 40; times++) {
        assertThat(programs.run(tripled(x, times)).get(0).size()).isEqualTo(2 * times);
        assertThat(programs.size()).isLessThanOrEqualTo(4);
      }
    }
  }

  /** A program that is put out while others run it is closed by the last of them. */
  @Test
  void threadsShareAndEvictPrograms() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (FunctionPrograms programs = new FunctionPrograms(2, 0, () -> Engine.TENSORFLOW)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int times = 1 + i % 5;
        Tensor x = Tensor.zeros(DType.FLOAT32, 2);
        answers.add(pool.submit(() -> programs.run(tripled(x, times)).get(0).size() == 2 * times));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void smallTensorsNeedNoEngine() {
    try (FunctionPrograms programs =
        new FunctionPrograms(4, FunctionPrograms.HOST_ELEMENTS, () -> Engine.TENSORFLOW)) {
      Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
      assertThat(programs.run(sine(x)).get(0).getFloat(2)).isEqualTo((float) Math.sin(3));
      assertThat(programs.compiled()).isZero();
      Tensor large = Tensor.zeros(DType.FLOAT32, FunctionPrograms.HOST_ELEMENTS + 1);
      assertThat(programs.run(sine(large)).get(0).getFloat(0)).isZero();
      assertThat(programs.compiled()).isOne();
    }
  }

  @Test
  void errorsNameTheFunction() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 2, 3);
    assertThatThrownBy(() -> Ops.reshape(x, 4, 2)).hasMessageContaining("Reshape");
    assertThatThrownBy(() -> Ops.getItem(x, "1;2")).hasMessageContaining("1;2");
    assertThatThrownBy(() -> Ops.concatenate(List.of("a", "b")))
        .hasMessageContaining("Concatenate");
    assertThatThrownBy(() -> Ops.view(Tensor.zeros(DType.INT8, 3), "int32"))
        .hasMessageContaining("3 bytes");
  }
}
