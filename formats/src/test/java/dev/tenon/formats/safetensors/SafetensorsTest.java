package dev.tenon.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Data;
import dev.tenon.formats.Source;
import dev.tenon.limits.LoadLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with files of the safetensors library, which make_safetensors.py makes. */
class SafetensorsTest {
  private static final String TYPES = "types.safetensors";

  /** What the library lets pass and the text of the format does not. */
  private static final Set<String> AGAINST_THE_TEXT = Set.of("double key", "space before");

  @TempDir Path folder;

  @Test
  void allTypesOfTheLibraryAreRead() throws IOException {
    SafetensorsFile file = SafetensorsFile.open(Data.source(TYPES));
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(file.entries()).hasSize(19);
    double[] numbers = LongStream.range(0, 12).mapToDouble(i -> i % 8).toArray();
    for (DType dtype : DType.values()) {
      String name = StoredType.nameOf(dtype);
      String key =
          name == null
              ? ""
              : name.equals("BOOL") ? "bool" : name.replace("F8_", "").toLowerCase(Locale.ROOT);
      if (file.has(key) && dtype != DType.BOOL) {
        assertThat(file.tensor(key).dtype()).isEqualTo(dtype);
        assertThat(file.tensor(key).shape()).containsExactly(3, 4);
        assertThat(file.tensor(key).cast(DType.FLOAT64).toDoubleArray())
            .as(key)
            .containsExactly(numbers);
      }
    }
    assertThat(file.tensor("bool").toLongArray())
        .containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1);
    assertThat(file.tensor("scalar")).isEqualTo(Tensor.scalar(DType.FLOAT32, 2.5));
    assertThat(file.tensor("empty").shape()).containsExactly(0, 3);
    assertThat(file.tensor("ünï").getDouble(0)).isEqualTo(1.5);
    assertThatThrownBy(() -> file.tensor("w"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("types.safetensors: has no tensor 'w'; it has [bf16, bool,");
  }

  @Test
  void aFileIsWrittenByteForByteAsByTheLibrary() throws IOException {
    SafetensorsFile file = SafetensorsFile.open(Data.source(TYPES));
    Map<String, SafetensorsWriter.Pending> tensors = new HashMap<>();
    file.entries()
        .keySet()
        .forEach(name -> tensors.put(name, SafetensorsWriter.Pending.of(file.tensor(name))));
    Path written = folder.resolve("a.safetensors");
    SafetensorsWriter.write(written, tensors, file.metadata());
    assertThat(Files.readAllBytes(written)).isEqualTo(Data.bytes(TYPES));
  }

  @Test
  void whatHasNoTypeIsNotWritten() {
    Path target = folder.resolve("a.safetensors");
    Tensor text = Tensor.ofStrings(new String[] {"a"});
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    target, Map.of("words", SafetensorsWriter.Pending.of(text)), Map.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("have no type string, which 'words' has");
    assertThat(target).doesNotExist();
  }

  @Test
  void headersAreAcceptedAsByTheLibrary() throws IOException {
    List<String> differing = new ArrayList<>();
    JsonNode cases = new ObjectMapper().readTree(Data.bytes("headers.json"));
    assertThat(cases).hasSizeGreaterThan(20);
    for (JsonNode each : cases) {
      String name = each.get("name").textValue();
      byte[] bytes = file(each.get("header").textValue(), each.get("bytes").intValue());
      boolean accepted = true;
      try {
        SafetensorsFile.open(Source.of("m.safetensors", bytes));
      } catch (MalformedModelException e) {
        accepted = false;
        assertThat(e).hasMessageStartingWith("m.safetensors: ");
      }
      if (accepted != each.get("accepted").booleanValue()) {
        differing.add(name);
      }
    }
    assertThat(differing).containsExactlyInAnyOrderElementsOf(AGAINST_THE_TEXT);
  }

  @Test
  void theLengthOfTheHeaderIsBounded() {
    byte[] huge = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array();
    assertThatThrownBy(() -> SafetensorsFile.open(Source.of("m", huge)))
        .hasMessageContaining("said to have 1099511627776 bytes of a file of 16");
    byte[] negative = ByteBuffer.allocate(16).putLong(-1).array();
    assertThatThrownBy(() -> SafetensorsFile.open(Source.of("m", negative)))
        .hasMessageContaining("18446744073709551615");
    assertThatThrownBy(() -> SafetensorsFile.open(Source.of("m", new byte[3])))
        .hasMessageContaining("has 3 bytes");
  }

  @Test
  void complexNumbersAreListed() {
    String header = "{\"c\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
    assertThatThrownBy(() -> SafetensorsFile.open(Source.of("m", file(header, 8))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'c' (C64)");
  }

  @Test
  void shardsAreFoundByTheirIndex() throws IOException {
    write(
        "one.safetensors", Map.of("a", Tensor.of(new float[] {1}), "c", Tensor.of(new int[] {3})));
    write("two.safetensors", Map.of("b", Tensor.of(new float[] {2, 2})));
    Map<String, String> places = new TreeMap<>();
    places.put("a", "one.safetensors");
    places.put("b", "two.safetensors");
    try (ShardedTensors tensors = ShardedTensors.open(index(places), LoadLimits.DEFAULTS)) {
      assertThat(tensors.entries()).containsOnlyKeys("a", "b");
      assertThat(tensors.tensor("b").toFloatArray()).containsExactly(2, 2);
      assertThat(tensors.file("a")).isEqualTo("one.safetensors");
    }
    places.put("d", "two.safetensors");
    assertThatThrownBy(() -> ShardedTensors.open(index(places), LoadLimits.DEFAULTS))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("says that 'two.safetensors' has the tensor 'd'; that file has [b]");
    places.put("d", "three.safetensors");
    assertThatThrownBy(() -> ShardedTensors.open(index(places), LoadLimits.DEFAULTS))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("three.safetensors");
  }

  @Test
  void shardsStayInTheirFolder() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path secret = outside.resolve("s.safetensors");
    SafetensorsWriter.write(secret, Map.of(), Map.of());
    for (String name : List.of("../outside/s.safetensors", secret.toString(), "..", "a\\b", "")) {
      Path index = inside.resolve("m.index.json");
      Files.write(
          index, new ObjectMapper().writeValueAsBytes(Map.of("weight_map", Map.of("a", name))));
      assertThatThrownBy(() -> ShardedTensors.open(index, LoadLimits.DEFAULTS))
          .as(name)
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("expected a file in the same folder");
    }
    Files.createSymbolicLink(inside.resolve("link.safetensors"), secret);
    Path index = inside.resolve("m.index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"link.safetensors\"}}");
    assertThatThrownBy(() -> ShardedTensors.open(index, LoadLimits.DEFAULTS))
        .hasMessageContaining("is a link out of the model's folder");
  }

  private Path index(Map<String, String> places) throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    Map<String, Object> content = Map.of("metadata", Map.of("total_size", 1), "weight_map", places);
    return Files.write(index, new ObjectMapper().writeValueAsBytes(content));
  }

  private void write(String name, Map<String, Tensor> tensors) throws IOException {
    Map<String, SafetensorsWriter.Pending> pending = new HashMap<>();
    tensors.forEach((key, value) -> pending.put(key, SafetensorsWriter.Pending.of(value)));
    SafetensorsWriter.write(folder.resolve(name), pending, Map.of("format", "pt"));
  }

  private static byte[] file(String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }
}
