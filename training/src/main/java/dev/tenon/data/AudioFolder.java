package dev.tenon.data;

import dev.tenon.internal.data.WavFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The {@code .wav} files of a folder, read batch by batch; Keras' {@code
 * audio_dataset_from_directory}.
 *
 * <p>Written as {@code audioDatasetFromDirectory(folder).outputSequenceLength(16000)}. Each
 * sub-folder is a class, numbered in the order of their names. Features are float32 (batch,
 * samples, channels) from −1 to 1; shorter sounds of a batch end with zeros. Keras reads files of
 * 16 bits; those of 8, 24 and 32 bits and of floats are read too. Defaults are Keras': batches of
 * 32, labels as int32, shuffled with another seed each time. The files and their parts have Keras'
 * order for the same seed; each pass has an order of its own then, which is not TensorFlow's. A
 * damaged file is a MalformedModelException that names it. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/audio/#audio_dataset_from_directory-function">Keras:
 *     audio_dataset_from_directory</a>
 */
public final class AudioFolder extends AudioFolderSetters implements Dataset {
  private final Path folder;
  private final FolderBatches files;

  private AudioFolder(Path folder, AudioFolderOptions options) {
    super(options);
    this.folder = folder;
    this.files = new FolderBatches(folder, options::selection, options.batchSize(), options.seed());
  }

  static AudioFolder of(Path folder) {
    return new AudioFolder(
        FolderBatches.checked("audioDatasetFromDirectory", folder), AudioFolderOptions.DEFAULTS);
  }

  @Override
  AudioFolder with(AudioFolderOptions changed) {
    return new AudioFolder(folder, changed);
  }

  @Override
  public AudioFolder batch(int size) {
    return batchSize(size);
  }

  /** Returns the names of the classes, in the order of their numbers. */
  public List<String> classNames() {
    return files.files().classNames();
  }

  /** Returns the paths of the sounds, in Keras' order. */
  public List<Path> filePaths() {
    return files.files().files();
  }

  @Override
  public OptionalLong batches() {
    return files.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return files.pass(epoch, this::read, this::padded);
  }

  private Tensor read(Path path) throws IOException {
    return WavFile.read(path, options.samplingRate(), options.outputSequenceLength());
  }

  /** Returns sounds (samples, channels) as a batch, with zeros where one is shorter. */
  private Tensor padded(List<Tensor> sounds) {
    Integer wanted = options.outputSequenceLength();
    int length = wanted == null ? most(sounds, 0) : wanted;
    int channels = most(sounds, 1);
    Tensor.Writer writer =
        new Tensor.Writer(
            DType.FLOAT32, Math.multiplyExact(Math.multiplyExact(sounds.size(), length), channels));
    for (int s = 0; s < sounds.size(); s++) {
      Tensor sound = sounds.get(s);
      float[] samples = sound.toFloatArray();
      int own = Math.toIntExact(sound.dim(1));
      for (int i = 0; i < samples.length; i++) {
        writer.set((s * length + i / own) * channels + i % own, samples[i]);
      }
    }
    return writer.build(sounds.size(), length, channels);
  }

  private static int most(List<Tensor> sounds, int axis) {
    return Math.toIntExact(sounds.stream().mapToLong(sound -> sound.dim(axis)).max().orElse(0));
  }
}
