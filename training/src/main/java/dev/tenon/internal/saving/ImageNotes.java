package dev.tenon.internal.saving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model's images are read, as a JSON text beside the model: a pair of metadata in an ONNX
 * file, an attribute of an {@code .h5}, an entry of a {@code .keras}, a file in a SavedModel.
 * Keras, ONNX Runtime and TensorFlow pass it by.
 */
public final class ImageNotes {
  /** What the pair, the attribute, and the entry are called. */
  public static final String KEY = "tenon_images";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ImageNotes() {}

  /** Returns the file of a SavedModel that has the text. */
  public static Path file(Path folder) {
    return folder.resolve(KEY + ".json");
  }

  /** Writes the file of a SavedModel; none where nothing is known. */
  public static void write(Path folder, @Nullable ImageSpec spec) throws IOException {
    if (spec != null) {
      Files.writeString(file(folder), text(spec));
    }
  }

  /** Returns the pair to write; empty where nothing is known. */
  public static Map<String, String> of(@Nullable ImageSpec spec) {
    return spec == null ? Map.of() : Map.of(KEY, text(spec));
  }

  private static String text(ImageSpec spec) {
    ObjectNode json = JSON.createObjectNode();
    json.put("decoder", lower(spec.decoder()));
    json.put("height", spec.height());
    json.put("width", spec.width());
    json.put("color_mode", lower(spec.colorMode()));
    json.put("interpolation", lower(spec.interpolation()));
    json.put("aspect_ratio", lower(spec.aspectRatio()));
    json.put("scaling", spec.scaling());
    ArrayNode names = json.putArray("class_names");
    spec.classNames().forEach(names::add);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always written", e);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a text.
   *
   * @param where starts the sentence of an exception
   * @return null for no text
   * @throws MalformedModelException where it is not what {@link #of} writes
   */
  public static @Nullable ImageSpec read(String where, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(text);
      List<String> names = new ArrayList<>();
      json.required("class_names").forEach(name -> names.add(name.asText()));
      return new ImageSpec(
          value(ImageDecoder.class, json, "decoder"),
          json.required("height").intValue(),
          json.required("width").intValue(),
          value(ColorMode.class, json, "color_mode"),
          value(TensorResize.class, json, "interpolation"),
          value(AspectRatio.class, json, "aspect_ratio"),
          json.required("scaling").asText(),
          names);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new MalformedModelException(
          where,
          "'"
              + KEY
              + "' does not say how images are read ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); expected what Tenon writes there: take it out of the file",
          e);
    }
  }

  private static <E extends Enum<E>> E value(Class<E> type, JsonNode json, String key) {
    return Enum.valueOf(type, json.required(key).asText().toUpperCase(Locale.ROOT));
  }
}
