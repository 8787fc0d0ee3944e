package dev.tenon.text.internal;

import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.assets.TextPreprocessor;
import dev.tenon.internal.assets.TextPreprocessors;
import java.io.IOException;

/** Makes preprocessors of texts for models. */
public final class TextInputService implements TextPreprocessors {
  /** Creates the service, for a {@link java.util.ServiceLoader}. */
  public TextInputService() {}

  @Override
  public TextPreprocessor open(TextAssets assets) throws IOException {
    return TextInputs.of(assets);
  }
}
