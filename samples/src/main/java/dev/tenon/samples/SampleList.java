package dev.tenon.samples;

import dev.tenon.cli.sample.Sample;
import dev.tenon.cli.sample.Samples;
import java.util.List;

/** The samples in the order in which a newcomer should read them. */
public final class SampleList implements Samples {
  @Override
  public List<Sample> all() {
    return List.of(
        new Sample("mnist-dense", "two dense layers read handwritten digits", MnistDense::main),
        new Sample("cifar-cnn", "convolutions and batch normalization on images", CifarCnn::main),
        new Sample("imdb-lstm", "an LSTM with dropout reads texts", ImdbLstm::main),
        new Sample("autoencoder", "nested models say a digit in 32 numbers", Autoencoder::main),
        new Sample("image-and-text", "two inputs, two outputs, two losses", ImageAndText::main),
        new Sample("siamese", "a shared network compares two digits", Siamese::main),
        new Sample("blocks", "residual, Inception and U-net blocks", Blocks::main),
        new Sample("transformer", "attention in layers of one's own", TransformerClassifier::main),
        new Sample("iris-grid-search", "grid search on Iris", IrisGridSearch::main),
        new Sample("graph-network", "a layer of one's own: graph convolution", GraphNetwork::main),
        new Sample(
            "callbacks", "checkpoints, early stopping, logs, TensorBoard", CallbacksTour::main),
        new Sample(
            "continue-training",
            "goes on with the training of a model that Python made",
            ContinueTraining::main),
        new Sample(
            "fine-tuning",
            "a frozen network learns other digits sooner than a new one",
            FineTuningDigits::main),
        new Sample("resnet50-photo", "a pretrained network names a photo", ResNet50Photo::main),
        new Sample("layer-outputs", "what each layer gives for an image", LayerOutputs::main),
        new Sample("dcgan", "a step of one's own: two networks draw digits", Dcgan::main),
        new Sample("wgan-gp", "a step with a gradient of a gradient", WganGp::main),
        new Sample("distillation", "a small network learns from a large one", Distillation::main),
        new Sample(
            "contrastive-loss", "a network learns digits without labels", ContrastiveLoss::main),
        new Sample(
            "adapted-layers",
            "layers learn scales and vocabularies from a series and a folder",
            AdaptedLayers::main),
        new Sample(
            "semantic-search", "finds paragraphs of these pages by meaning", SemanticSearch::main),
        new Sample("spam-classifier", "an encoder learns to tell spam", SpamClassifier::main));
  }
}
