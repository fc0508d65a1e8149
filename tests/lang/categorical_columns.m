% Each column is as wide as its own widest name. Layout as in MATLAB's documentation of categorical (compare elements).
colors = categorical(["blue" "red" "green" "blue"; "blue" "green" "green" "blue"])
