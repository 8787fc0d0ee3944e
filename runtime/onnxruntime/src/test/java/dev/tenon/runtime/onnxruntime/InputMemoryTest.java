package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Inputs lie side by side, as long as the run lasts. */
final class InputMemoryTest {
  private static final int ALIGNMENT = 64;

  @Test
  void inputsOfARunDoNotOverlap() {
    InputMemory memory = new InputMemory();
    Tensor[] inputs = new Tensor[40];
    ByteBuffer[] copies = new ByteBuffer[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      float[] numbers = new float[i * i];
      Arrays.fill(numbers, i);
      inputs[i] = Tensor.of(numbers, numbers.length);
      copies[i] = memory.copy(inputs[i].bytes());
    }
    for (int i = 0; i < inputs.length; i++) {
      assertThat(copies[i]).isEqualTo(inputs[i].bytes());
      assertThat(copies[i].isDirect()).isTrue();
      assertThat(copies[i].alignmentOffset(0, ALIGNMENT)).isZero();
    }
  }

  @Test
  void theNextRunHasTheSameMemory() {
    Spares<InputMemory> spares = InputMemory.spares();
    InputMemory memory = spares.take();
    ByteBuffer unused = twoInputs(memory, 1);
    assertThat(spares.take()).as("while a run lasts").isNotSameAs(memory);
    memory.clear();
    spares.takeBack(memory, true);
    assertThat(spares.take()).isSameAs(memory);
    ByteBuffer second = twoInputs(memory, 2);
    memory.clear();
    ByteBuffer third = twoInputs(memory, 3);
    assertThat(second.getFloat(0)).isEqualTo(third.getFloat(0)).isEqualTo(3);
  }

  /** Returns the memory of the second one. */
  private static ByteBuffer twoInputs(InputMemory memory, float number) {
    float[] numbers = new float[1000];
    Arrays.fill(numbers, number);
    Tensor input = Tensor.of(numbers, numbers.length);
    ByteBuffer first = memory.copy(input.bytes());
    ByteBuffer second = memory.copy(input.bytes());
    assertThat(first).isEqualTo(second);
    return second;
  }

  @Test
  void largeInputsAreNotKept() {
    InputMemory memory = new InputMemory();
    Tensor large = Tensor.of(new float[InputMemory.MOST], InputMemory.MOST);
    ByteBuffer first = memory.copy(large.bytes());
    memory.clear();
    ByteBuffer second = memory.copy(Tensor.of(new float[] {4}, 1).bytes());
    assertThat(first).isEqualTo(large.bytes());
    assertThat(second.getFloat(0)).isEqualTo(4);
  }
}
