t = datetime(2020,1,31);
assert(t + days(1) == datetime(2020,2,1) && t.Day == 31 && isequal(datetime(2024,3,1) - datetime(2024,2,28),days(2)))
assert(string(datetime(2024,1,2,3,4,5)) == "02-Jan-2024 03:04:05" && datetime("2024-05-06 07:08:09").Minute == 8)
assert(seconds(minutes(2)) == 120 && hours(days(1)) == 24 && string(duration(1,2,3)) == "01:02:03")
assert(datenum(2000,1,1) == 730486 && weekday(730486) == 7)
assert(seconds(90) > minutes(1) && seconds(90)/seconds(30) == 3)
