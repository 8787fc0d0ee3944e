package dev.tenon.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loss or metric that Keras computed: a row of {@code tests/goldens/losses/cases.jsonl}.
 *
 * @param row the row
 * @param arrays all arrays
 */
public record RecordedCase(JsonNode row, Map<String, Tensor> arrays) {
  public static final Dim BATCH = Dim.symbol("batch");
  private static final ObjectMapper JSON = new ObjectMapper();

  public static List<RecordedCase> all(String kind) throws IOException {
    Path root = Checkout.root();
    Path folder = root.resolve("tests/goldens/losses");
    Map<String, Tensor> arrays;
    try (Source source = Source.of(folder.resolve("arrays.npz"))) {
      arrays = Npz.read(source);
    }
    List<RecordedCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
      RecordedCase each = new RecordedCase(JSON.readTree(line), arrays);
      if (each.text("kind").equals(kind)) {
        cases.add(each);
      }
    }
    return cases;
  }

  public String text(String key) {
    return row.get(key).asText();
  }

  public boolean has(String key) {
    return row.has(key);
  }

  public @Nullable String through() {
    return has("through") ? text("through") : null;
  }

  public Map<String, Object> config() {
    return JSON.convertValue(row.get("config"), new TypeReference<>() {});
  }

  /** Returns what was fed as {@code target}, {@code prediction}, {@code weight} or {@code mask}. */
  public Tensor array(String key) {
    return arrays.get("in:" + text(key));
  }

  public Tensor recorded(String key) {
    return arrays.get(text("name") + ":" + key);
  }

  /** Four times the recording's distance from float64, or what is asked for if that is more. */
  public double tolerance(String key, double least) {
    return Math.max(least, 4 * row.get("distance").get(key).asDouble());
  }

  /** Adds an input of any batch size; integers are fed as floats, as a trainer does. */
  public @Nullable Value input(GraphBuilder builder, String key) {
    if (!has(key)) {
      return null;
    }
    Tensor array = array(key);
    DType dtype = array.dtype() == DType.BOOL ? DType.BOOL : DType.FLOAT32;
    Shape shape = Shape.of(array.shape()).with(0, BATCH);
    return builder.input(key, new TensorType(dtype, shape));
  }

  /** Returns the rows to feed. */
  public Map<String, Tensor> feed(long from, long to, String... keys) {
    Map<String, Tensor> feed = new LinkedHashMap<>();
    for (String key : keys) {
      if (has(key)) {
        Tensor part = array(key).slice(0, from, to);
        feed.put(key, part.dtype() == DType.BOOL ? part : part.cast(DType.FLOAT32));
      }
    }
    return feed;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(text("name"));
    for (String key : List.of("config", "target", "prediction", "weight", "mask", "through")) {
      if (has(key) && !row.get(key).toString().equals("{}")) {
        text.append(' ').append(row.get(key));
      }
    }
    return text.toString();
  }
}
