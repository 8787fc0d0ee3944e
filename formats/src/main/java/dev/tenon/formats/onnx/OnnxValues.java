package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded sequences and optional values.
 *
 * <p>Their messages are few fields of ONNX's {@code onnx-data.proto}, read by field number.
 */
public final class OnnxValues {
  /** The tensors of a sequence, or the one of an optional value. */
  private static final int TENSORS = 3;

  /** The sequence that an optional value holds. */
  private static final int SEQUENCE = 5;

  private OnnxValues() {}

  /**
   * Returns the tensors of a sequence.
   *
   * @throws MalformedModelException if the file is damaged
   */
  public static List<Tensor> sequence(Source source) {
    return tensors(source.name(), fields(source));
  }

  /**
   * Returns the content of an optional value, a tensor as a list of one; null if it is empty.
   *
   * @throws MalformedModelException if the file is damaged
   */
  public static @Nullable List<Tensor> optional(Source source) {
    UnknownFieldSet fields = fields(source);
    if (fields.hasField(SEQUENCE)) {
      ByteString inner = fields.getField(SEQUENCE).getLengthDelimitedList().get(0);
      return tensors(source.name(), fields(source.name(), inner));
    }
    return fields.hasField(TENSORS) ? tensors(source.name(), fields) : null;
  }

  private static UnknownFieldSet fields(Source source) {
    ByteBuffer content = source.slice(0, source.size());
    return fields(source.name(), ByteString.copyFrom(content));
  }

  private static UnknownFieldSet fields(String file, ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException(file, "is no recorded value: " + e.getMessage(), e);
    }
  }

  private static List<Tensor> tensors(String file, UnknownFieldSet fields) {
    List<Tensor> tensors = new ArrayList<>();
    for (ByteString bytes : fields.getField(TENSORS).getLengthDelimitedList()) {
      try {
        tensors.add(OnnxFile.tensor(TensorProto.parseFrom(bytes), null));
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedModelException(file, "is no recorded value: " + e.getMessage(), e);
      }
    }
    return tensors;
  }
}
