package dev.tenon.formats.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lengths that lie; protobuf's decoder of arrays, which needs no such check, is the reference. */
final class WireLengthsTest {
  private static final int DIMS_PACKED = (1 << 3) | 2;

  @TempDir private Path folder;

  /** Returns a tensor whose lengths say that they are so long in the file. */
  private static byte[] lying(long length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(DIMS_PACKED);
    long rest = length;
    while (rest > 0x7f) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    // Numbers that go on: after an overflow they would be read for ever.
    byte[] numbers = new byte[3000];
    Arrays.fill(numbers, (byte) 0x81);
    bytes.writeBytes(numbers);
    return bytes.toByteArray();
  }

  @Test
  void lengthsBeyondTheFileAreNotFollowed() throws IOException {
    for (long length :
        new long[] {4000, 1L << 30, Integer.MAX_VALUE, Integer.MAX_VALUE - 3, 0xffff_ffffL, -1}) {
      Path file = Files.write(folder.resolve("lying.pb"), lying(length));
      try (Source source = Source.of(file)) {
        assertThatThrownBy(() -> OnnxFile.parseTensor(source))
            .as("length %d", length)
            .isInstanceOf(MalformedModelException.class)
            .hasMessageContaining("lying.pb: is no ONNX tensor or is damaged");
      }
    }
  }

  private static GraphProto graph() {
    GraphProto inner =
        GraphProto.newBuilder()
            .addNode(NodeProto.newBuilder().setOpType("Add").addInput("a").addOutput("b"))
            .build();
    AttributeProto body = AttributeProto.newBuilder().setName("body").setG(inner).build();
    return GraphProto.newBuilder()
        .addNode(NodeProto.newBuilder().setOpType("Loop").addAttribute(body))
        .addInitializer(
            TensorProto.newBuilder().addDims(2).addDims(300).addFloatData(1).setName("w"))
        .build();
  }

  private static boolean passes(Message message, byte[] bytes) {
    try {
      WireLengths.check(ByteBuffer.wrap(bytes), message.getDescriptorForType(), 100);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean parses(Message message, byte[] bytes) {
    try {
      message.getParserForType().parseFrom(bytes);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  @Test
  void whatTheDecoderOfArraysTakesPasses() {
    byte[] good = graph().toByteArray();
    assertThat(passes(graph(), good)).isTrue();
    Random random = new Random(3);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (parses(graph(), bytes)) {
        taken++;
        assertThat(passes(graph(), bytes)).as(Arrays.toString(bytes)).isTrue();
      }
    }
    assertThat(taken).isPositive();
  }
}
