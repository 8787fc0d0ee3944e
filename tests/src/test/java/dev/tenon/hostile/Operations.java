package dev.tenon.hostile;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;

/** The operations that a stored graph may use: TensorFlow's definitions, and operands that fit. */
final class Operations {
  private static final String ALLOWED = "/dev/tenon/runtime/tensorflow/saved/operators.txt";
  private static final String FITTING = "/dev/tenon/hostile/operations.txt";

  private final List<OpDef> allowed = new ArrayList<>();
  private final Map<String, Map<String, String>> fitting = new HashMap<>();

  Operations() throws IOException {
    Map<String, OpDef> all = new HashMap<>();
    definitions().getOpList().forEach(definition -> all.put(definition.getName(), definition));
    for (String line : lines(ALLOWED)) {
      for (String name : line.split(" ", -1)) {
        allowed.add(Objects.requireNonNull(all.get(name), name));
      }
    }
    for (String line : lines(FITTING)) {
      String[] words = line.split(" ", -1);
      Map<String, String> values = new HashMap<>();
      Arrays.stream(words)
          .skip(1)
          .forEach(word -> values.put(word.split("=", 2)[0], word.split("=", 2)[1]));
      if (!all.containsKey(words[0]) || fitting.put(words[0], values) != null) {
        throw new IllegalStateException("unknown, or there twice: " + words[0]);
      }
    }
  }

  private static OpList definitions() {
    try (TF_Buffer buffer = tensorflow.TF_GetAllOpList()) {
      return OpList.parseFrom(buffer.copyData());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream stream =
            Objects.requireNonNull(Operations.class.getResourceAsStream(resource), resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }
  }

  int size() {
    return allowed.size();
  }

  OpDef get(int index) {
    return allowed.get(index);
  }

  /**
   * Returns operands and attributes by which an operation runs, by name, as far as one is given.
   */
  Map<String, String> fitting(String operation) {
    return fitting.getOrDefault(operation, Map.of());
  }
}
