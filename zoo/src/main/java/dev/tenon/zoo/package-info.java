/**
 * The networks of {@code keras.applications}, with pretrained weights and preprocessing. Reading
 * starts at {@link dev.tenon.zoo.Applications}, which lists each {@link dev.tenon.zoo.Application};
 * classes such as {@code ResNet} and {@code VGG} implement {@code Architecture}. {@link
 * dev.tenon.zoo.Catalogue} and {@link dev.tenon.zoo.ZooEntry} describe pretrained models. {@link
 * dev.tenon.zoo.FeatureExtraction} and {@link dev.tenon.zoo.FineTuning} use them for new classes.
 * {@link dev.tenon.zoo.Preprocessing}, {@link dev.tenon.zoo.Labels}, {@link
 * dev.tenon.zoo.Prediction} and {@link dev.tenon.zoo.ConfusionMatrix} handle images and scores.
 */
@NullMarked
package dev.tenon.zoo;

import org.jspecify.annotations.NullMarked;
