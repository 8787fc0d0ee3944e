package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.internal.assets.AssetsBeside;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.internal.saving.OnnxSaving;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** ONNX files, and folders around one, run as they are by ONNX Runtime. */
final class OnnxFormat implements FileFormat {
  /** A folder with one of them is of another format. */
  private static final List<String> OTHERS =
      List.of("model.safetensors", "model.safetensors.index.json", "saved_model.pb");

  @Override
  public String title() {
    return "ONNX file";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".onnx");
  }

  /** Says whether a folder has ONNX files and no weights in another form that Tenon reads. */
  @Override
  public boolean matches(Path folder) {
    return Files.isDirectory(folder)
        && OTHERS.stream().noneMatch(name -> Files.exists(folder.resolve(name)))
        && !files(folder).isEmpty();
  }

  /** Returns the files that a folder's model may be: one called so, else all. */
  private static List<Path> files(Path folder) {
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      Path usual = place.resolve("model.onnx");
      if (Files.isRegularFile(usual)) {
        return List.of(usual);
      }
    }
    List<Path> found = inside(folder);
    return found.isEmpty() ? inside(folder.resolve("onnx")) : found;
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".onnx") && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public Opened open(Path folder, LoadLimits limits) throws IOException {
    List<Path> files = files(folder);
    if (files.size() > 1) {
      throw new UnsupportedModelException(
          folder.toString(),
          "has several ONNX files and no model.onnx: load one of "
              + files.stream().map(folder::relativize).limit(10).toList());
    }
    try (Source source = Source.of(files.get(0), limits)) {
      return open(source, CustomLayers.none());
    }
  }

  @Override
  public boolean matches(Source source, ContentType type) {
    return type == ContentType.ONNX;
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) throws IOException {
    OnnxBacking onnx = OnnxBacking.open(source);
    String text = onnx.structure().metadata().get(ImageNotes.KEY);
    return new Opened(
        onnx,
        Engine.ONNX_RUNTIME,
        new ModelAssets(
            ImageNotes.read(source.name(), text),
            AssetsBeside.read(source, onnx.structure().metadata())));
  }

  @Override
  public void check(Backing backing, Path target) {
    backing.editable().checkOnnx();
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    AssetsBeside.write(target, assets.text());
    return backing.editable().saveOnnx(target, OnnxSaving.metadata(target, assets));
  }

  @Override
  public String exportName() {
    return "onnx";
  }
}
