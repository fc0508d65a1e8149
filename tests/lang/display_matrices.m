% How matrices are shown in format short.
x = [1 2 3]
x = [1.5 2.5; -3 4]
x = [1e-3 1000]
x = [1e5 1.5]
x = [NaN 1 Inf]
x = [1.5 NaN]
x = [1; 10; 100] * 1.5
x = zeros(0, 3)
x = [true false]
x = int8([1 -2; 30 4])
x = single([1.5 2.25])
x = [1 + 2i 3.5 - 1i]
x = ['ab'; 'cd']
x = ["a" "bcd"; "ee" "f"]
x = reshape(1:8, 2, 2, 2)
x = 1:20
x = 1e6 * [1 2]
