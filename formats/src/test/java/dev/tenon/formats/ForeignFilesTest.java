package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads every file of others to its last value. */
class ForeignFilesTest {
  @Test
  void everyKerasFileIsReadToItsLastValue() throws IOException {
    List<Path> files = Foreign.files("keras", ".h5", ".hdf5", ".keras");
    long[] counts = new long[2];
    List<String> failures = new ArrayList<>();
    for (Path path : files) {
      try (Source source = Source.of(path)) {
        if (ContentType.of(source) == ContentType.ZIP) {
          ZipArchive archive = ZipArchive.open(source);
          assertThat(archive.names()).contains("config.json", "model.weights.h5");
          Source weights = archive.entrySource("model.weights.h5");
          if (weights != null) {
            walk(Hdf5File.open(weights).root(), counts);
          }
        } else {
          walk(Hdf5File.open(source).root(), counts);
        }
      } catch (RuntimeException e) {
        failures.add(path + ": " + e);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(files).hasSizeGreaterThan(400);
    System.out.println(
        files.size() + " Keras files, " + counts[0] + " datasets, " + counts[1] + " attributes");
    assertThat(counts[0]).isEqualTo(2904);
  }

  @Test
  void everyNpzIsRead() throws IOException {
    List<Path> files = Foreign.files("golden", ".npz");
    for (Path path : files) {
      try (Source source = Source.of(path)) {
        assertThat(ContentType.of(source)).isEqualTo(ContentType.NPZ);
        Map<String, Tensor> tensors = Npz.read(source);
        assertThat(tensors).isNotEmpty();
      }
    }
    assertThat(files).hasSizeGreaterThan(200);
  }

  @Test
  void everyOnnxModelAndTestTensorIsRead() throws IOException {
    List<Path> files = Foreign.files("onnx", ".onnx", ".pb");
    List<String> failures = new ArrayList<>();
    int models = 0;
    int tensors = 0;
    int unsupported = 0;
    for (Path path : files) {
      try (Source source = Source.of(path)) {
        if (path.toString().endsWith(".onnx")) {
          assertThat(ContentType.of(source)).as(path.toString()).isEqualTo(ContentType.ONNX);
          ModelProto model = OnnxFile.parse(source);
          models++;
          for (TensorProto tensor : model.getGraph().getInitializerList()) {
            OnnxFile.tensor(tensor, source.folder());
          }
        } else {
          TensorProto tensor = OnnxFile.parseTensor(source);
          if (tensor.getDataType() != 0) {
            OnnxFile.tensor(tensor, null);
            tensors++;
          }
        }
      } catch (UnsupportedModelException e) {
        unsupported++;
        // A sequence of tensors, which has no message of its own kind here, looks like a segment.
        assertThat(e).hasMessageMatching("(?s).*(complex|segment).*");
      } catch (RuntimeException | AssertionError e) {
        failures.add(path + ": " + e);
      }
    }
    System.out.println(
        models + " ONNX models, " + tensors + " tensors, " + unsupported + " of other types");
    // The inputs of some operators are sequences or optional values, which are no tensors.
    assertThat(failures).allMatch(failure -> failure.matches("(?s).*(seq|optional|_opt).*"));
    assertThat(models).isGreaterThan(1600);
  }

  private static void walk(Hdf5Group group, long[] counts) {
    for (String name : group.attributeNames()) {
      Object value =
          name.endsWith("_names") ? group.stringListAttribute(name) : group.stringAttribute(name);
      assertThat(value).as(group + "@" + name).isNotNull();
      counts[1]++;
    }
    for (String child : group.children()) {
      if (group.isDataset(child)) {
        Tensor tensor = group.dataset(child);
        assertThat(tensor).isNotNull();
        counts[0]++;
      } else {
        Hdf5Group next = group.group(child);
        if (next != null) {
          walk(next, counts);
        }
      }
    }
  }
}
