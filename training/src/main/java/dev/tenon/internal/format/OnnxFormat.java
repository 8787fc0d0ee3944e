package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.image.ImageSpec;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ONNX files, run as they are by ONNX Runtime. */
final class OnnxFormat implements FileFormat {
  @Override
  public String title() {
    return "ONNX file";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".onnx");
  }

  @Override
  public boolean matches(Source source, ContentType type) {
    return type == ContentType.ONNX;
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) throws IOException {
    OnnxBacking onnx = OnnxBacking.open(source);
    String text = onnx.structure().metadata().get(ImageNotes.KEY);
    return new Opened(onnx, Engine.ONNX_RUNTIME, ImageNotes.read(source.name(), text));
  }

  @Override
  public void check(Backing backing, Path target) {
    backing.editable().checkOnnx();
  }

  @Override
  public List<String> save(Backing backing, Path target, @Nullable ImageSpec images)
      throws IOException {
    return backing.editable().saveOnnx(target, ImageNotes.of(images));
  }

  @Override
  public String exportName() {
    return "onnx";
  }
}
