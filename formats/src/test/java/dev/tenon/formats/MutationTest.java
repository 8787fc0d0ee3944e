package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.zip.ZipArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Damages good files at random and reads them: whatever comes of it must be a sentence, in time.
 *
 * <p>{@code -Dtenon.mutations} sets how many mutants of each file are tried.
 */
class MutationTest {
  private static final int COUNT = Integer.getInteger("tenon.mutations", 200);
  private static final long SEED = Long.getLong("tenon.seed", 20261124);
  private static final double MOST_SECONDS = 10;

  private interface Reader {
    void read(Source source) throws IOException;
  }

  @Test
  void hdf5() throws IOException {
    for (String name : List.of("old.h5", "new.h5", "links.h5", "bomb.h5", "userblock.h5")) {
      mutate(name, Data.bytes(name), source -> walk(Hdf5File.open(source).root(), 0));
    }
  }

  @Test
  void zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("metadata.json", "config.json", "assets/words.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + " {}").repeat(50).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    mutate(
        "m.keras",
        bytes.toByteArray(),
        source -> {
          ZipArchive archive = ZipArchive.open(source);
          for (String name : archive.names()) {
            archive.entry(name);
          }
        });
  }

  @Test
  void npz() throws IOException {
    for (String name : List.of("arrays.npz", "packed.npz", "wide.npz")) {
      mutate(name, Data.bytes(name), Npz::read);
    }
  }

  @Test
  void safetensors() throws IOException {
    mutate(
        "types.safetensors",
        Data.bytes("types.safetensors"),
        source -> {
          SafetensorsFile file = SafetensorsFile.open(source);
          file.entries().keySet().forEach(file::tensor);
        });
  }

  @Test
  void onnx() throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
    Npz.read(Data.source("arrays.npz"))
        .forEach((name, tensor) -> graph.addInitializer(OnnxFile.proto(name, tensor)));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.FLOAT16_VALUE)
            .addDims(3)
            .addAllInt32Data(List.of(1, 2, 3)));
    graph.addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("y"));
    ModelProto model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build();
    mutate(
        "m.onnx",
        model.toByteArray(),
        source -> {
          for (TensorProto tensor : OnnxFile.parse(source).getGraph().getInitializerList()) {
            OnnxFile.tensor(tensor, ModelFolder.of(Data.path("old.h5").getParent()));
          }
        });
  }

  @Test
  void contentTypes() throws IOException {
    for (String name : List.of("old.h5", "arrays.npz", "rgb.png")) {
      mutate(name, Data.bytes(name), ContentType::of);
    }
  }

  private static void mutate(String name, byte[] good, Reader reader) {
    Random random = new Random(SEED + name.hashCode());
    List<String> failures = new ArrayList<>();
    double slowest = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = mutant(good, random);
      long start = System.nanoTime();
      try {
        reader.read(Source.of(name, bytes));
      } catch (MalformedModelException | UnsupportedModelException | IOException e) {
        if (e.getMessage() == null || e.getMessage().isBlank()) {
          failures.add("mutant " + i + ": no sentence in " + e);
        }
      } catch (Throwable e) {
        failures.add("mutant " + i + ": " + e + " at " + Arrays.toString(e.getStackTrace()));
      }
      slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf("%s: %d mutants, slowest %.2f s%n", name, COUNT, slowest);
    assertThat(failures).as(name).isEmpty();
    assertThat(slowest).as("seconds for the slowest mutant of " + name).isLessThan(MOST_SECONDS);
  }

  /** Changes some bytes, numbers or whole stretches, or cuts the end off. */
  private static byte[] mutant(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      // Most of what can go wrong lies near the ends of a file.
      if (random.nextInt(3) == 0) {
        at = random.nextInt(Math.min(bytes.length, 2048));
      }
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt(2));
        case 4 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
        case 5 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(good, from, bytes, at, length);
        }
        default -> {
          if (i == 0 && random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
          }
        }
      }
      if (at >= bytes.length) {
        return bytes;
      }
    }
    return bytes;
  }

  private static void walk(Hdf5Group group, int depth) {
    @Nullable RuntimeException first = null;
    for (String name : group.attributeNames()) {
      first = attempt(first, () -> group.stringListAttribute(name));
      first = attempt(first, () -> group.numericAttribute(name));
      first = attempt(first, () -> group.stringAttribute(name));
    }
    for (String child : group.children()) {
      first =
          attempt(
              first,
              () -> {
                if (group.isDataset(child)) {
                  group.dataset(child);
                } else if (depth < 20) {
                  Hdf5Group next = group.group(child);
                  if (next != null) {
                    walk(next, depth + 1);
                  }
                }
              });
    }
    if (first != null) {
      throw first;
    }
  }

  /** Goes on after a failure, so that one damaged part does not hide the others. */
  private static @Nullable RuntimeException attempt(
      @Nullable RuntimeException first, Runnable action) {
    try {
      action.run();
      return first;
    } catch (MalformedModelException | UnsupportedModelException e) {
      return first == null ? e : first;
    }
  }
}
