package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.formats.WholeFile;
import dev.tenon.image.ImageSpec;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.stored.StoredBacking;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders of TensorFlow's SavedModel, run as they are. */
final class SavedModelFormat implements FileFormat {
  /** Where TensorFlow leaves files of others alone. */
  private static final String TOKENIZER = "assets.extra/tokenizer";

  @Override
  public String title() {
    return "TensorFlow SavedModel";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".savedmodel");
  }

  @Override
  public boolean matches(Path folder) {
    return ContentType.isSavedModel(folder);
  }

  /** Says no: its file without the folder has no weights. */
  @Override
  public boolean matches(Source source, ContentType type) {
    return false;
  }

  @Override
  public Opened open(Path folder, LoadLimits limits) throws IOException {
    Backing stored = StoredBacking.open(folder, limits);
    Path notes = ImageNotes.file(folder);
    ImageSpec images =
        Files.isRegularFile(notes)
            ? ImageNotes.read(notes.toString(), WholeFile.text(notes))
            : null;
    TextAssets tokenizer = TextAssets.read(folder.resolve(TOKENIZER), limits);
    return new Opened(stored, Engine.TENSORFLOW, new ModelAssets(images, tokenizer));
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) {
    throw new IllegalArgumentException(source.name() + " is a file, and a SavedModel is a folder");
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    TextAssets text = assets.text();
    GraphSaving.savedModel(
        backing.editable().content(),
        target,
        folder -> {
          ImageNotes.write(folder, assets.images());
          if (text != null) {
            text.write(folder.resolve(TOKENIZER));
          }
        });
    return backing.graphNotes();
  }

  @Override
  public String exportName() {
    return "tf_saved_model";
  }
}
